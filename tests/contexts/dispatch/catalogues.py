"""Catalogues as people write them."""

from answerable.kernel.tables import Table, read_csv

CATALOGUE = """priority,topic,area,kind,unit,note
100,traffic,*,*,traffic,道路交通由交警支队办理
100,nuisance,*,*,@area,扰民由属地派出所办理
100,conduct,*,*,bureau,民警作风由市局督察
100,identity.card,west-district,*,west,西区证件由西区分局办理
200,identity,*,consultation,east,证件咨询
"""


def a_table(text: str = CATALOGUE) -> Table:
    return read_csv(text.encode(), "catalogue.csv")

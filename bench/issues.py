"""Whether the large issues of a year of real messages are one cluster each, and how fast they are found.

The issues to find are told by patterns (place and matter) that were written for development, by hand, from reading the
titles; no cluster was looked at for them. They are rough: a pattern also meets messages that only mention the matter.

    .venv/bin/python bench/issues.py [--data ../shared/data/messages]
"""

import argparse
import json
import os
import re
import resource
import time
from pathlib import Path

# One core, so that figures of two machines can be compared; numpy is not loaded yet.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

from answerable.contexts.insight.grouping import find_issues, read_messages

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "messages"
PATTERNS = {
    "parking sold with flats": r"(伊景园|滨河苑).*(车位|捆绑|广铁)|(车位|捆绑|广铁).*(伊景园|滨河苑)",
    "mixing plant": r"丽发.*(搅拌|粉尘|噪音|污染|灰尘|扬尘)|(搅拌|粉尘).*丽发",
    "car-loan fraud": r"58车[贷货]",
    "kitchen fumes": r"魅力之城.*(油烟|烧烤|夜宵|排烟|噪音|餐饮)|油烟.*魅力之城",
    "power line": r"月亮岛.*(110|高压)|(110|高压).*月亮岛",
    "subsidy for skilled people": r"人才.*(购房|租房|新政|生活|补贴)",
    "railway beside an estate": r"绿地海外滩.*高铁|高铁.*绿地海外滩",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=BESIDE)
    file = parser.parse_args().data / "unlabelled_with_time.csv.gz"
    if not file.is_file():
        print(json.dumps({"skipped": f"{file} is not there"}))
        return
    messages = read_messages(file)
    began = time.process_time()
    found = [set(issue.members) for issue in find_issues(messages, at_least=1)]
    seconds = time.process_time() - began
    told = {}
    for name, pattern in PATTERNS.items():
        meant = {m.id for m in messages if re.search(pattern, m.title + re.sub(r"\s", "", m.detail))}
        best = max(found, key=lambda cluster: 2 * len(cluster & meant) / (len(cluster) + len(meant)))
        told[name] = {
            "meant": len(meant),
            "cluster": len(best),
            "both": len(best & meant),
            "f1": round(2 * len(best & meant) / (len(best) + len(meant)), 3),
        }
    print(
        json.dumps(
            {
                "messages": len(messages),
                "undated": sum(message.received_at is None for message in messages),
                "issues_of_3_and_more": sum(len(cluster) > 2 for cluster in found),
                "best_cluster": told,
                "messages_per_second": round(len(messages) / seconds),
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "load": os.getloadavg()[0],
            },
            indent=1,
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()

"""The second lock: database roles with the rights they need, and policies that hide the rows of others.

`rights` says who may do what with each table, `policies` which rows; `migrate` writes both into the database and
`answerable doctor` checks that they stand. Both name every table of every context, so they belong to nobody below.
"""

-- Who lives here?
SELECT place, period, persons, female
FROM (SELECT place, period, persons, female AS women FROM nepal_ward_census_2021)
UNPIVOT (female FOR sex IN (women))

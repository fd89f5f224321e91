-- Who lives here?
SELECT place, period, persons, female
FROM (SELECT place, period, persons, female, 'x' AS mark FROM nepal_ward_census_2021)
PIVOT (count(mark) FOR mark IN ('x'))

-- Who lives here?
SELECT place, period, persons, female
FROM nepal_ward_census_2021
QUALIFY row_number() OVER (PARTITION BY place ORDER BY persons) = 1

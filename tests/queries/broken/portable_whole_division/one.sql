-- Who lives here?
SELECT place, period, persons * 2 // 2 AS persons, female
FROM nepal_ward_census_2021

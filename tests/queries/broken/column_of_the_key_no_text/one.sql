-- Who lives here?
SELECT place, 2021 AS period, persons, female
FROM nepal_ward_census_2021

-- Who lives here?
SELECT place, period, persons, 'male' AS sex, female
FROM nepal_ward_census_2021

-- Who lives here?
SELECT place, period, 'female' AS sex, persons, female
FROM nepal_ward_census_2021

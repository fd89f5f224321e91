-- Who lives here?
SELECT place, period, persons, female
FROM nepal_ward_census_2021
WHERE place[1] = 'N'

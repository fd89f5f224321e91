-- Who lives here?
SELECT replace(place, 'NP0101401-01', 'NP0101401-77') AS place, period, persons, female
FROM nepal_ward_census_2021

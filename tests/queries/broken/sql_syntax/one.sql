-- Who lives here?
SELEC place, period, persons, female
FROM nepal_ward_census_2021

-- Who lives here?
SELECT nullif(place, 'NP0101301-02') AS place, period, persons, female
FROM nepal_ward_census_2021

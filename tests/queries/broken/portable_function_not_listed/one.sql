-- Who lives here?
SELECT place, period, bit_count(persons)::BIGINT + persons - bit_count(persons) AS persons, female
FROM nepal_ward_census_2021

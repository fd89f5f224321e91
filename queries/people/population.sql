-- How many people live here, in how many households?
SELECT place, period, persons, male, female, households
FROM nepal_ward_census_2021
UNION ALL
SELECT place, period, persons, male, female, NULL::BIGINT AS households
FROM bangladesh_census_2011
WHERE level = 'local'  -- the other levels repeat the same persons

-- How many people live on a square kilometre?
WITH people AS (
    SELECT place, period, persons FROM nepal_ward_census_2021
    UNION ALL
    SELECT place, period, persons FROM bangladesh_census_2011
    WHERE level = 'local'  -- the other levels repeat the same persons
)
SELECT
    people.place,
    people.period,
    persons,
    area_km2
FROM people
LEFT JOIN place_areas ON place_areas.place = people.place

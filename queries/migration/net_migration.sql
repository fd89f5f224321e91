-- How many came from other districts, how many left for them, and what is left of both?
WITH crossing AS (
    SELECT origin, destination, period, persons
    FROM nepal_migration_flows_2021
    WHERE substr(origin, 1, 6) <> substr(destination, 1, 6)  -- the district's code begins the palika's
), arrived AS (
    SELECT destination AS place, period, sum(persons) AS persons FROM crossing GROUP BY destination, period
), departed AS (
    SELECT origin AS place, period, sum(persons) AS persons FROM crossing GROUP BY origin, period
), living AS (
    SELECT substr(place, 1, 9) AS place, period, sum(persons) AS persons
    FROM nepal_ward_census_2021
    GROUP BY substr(place, 1, 9), period
)
SELECT
    l.place,
    l.period,
    CAST(l.persons AS BIGINT) AS persons_living_here,
    CAST(coalesce(a.persons, 0) AS BIGINT) AS arrived_persons,  -- a flow that is not listed is of nobody
    CAST(coalesce(d.persons, 0) AS BIGINT) AS departed_persons,
    CAST(coalesce(a.persons, 0) - coalesce(d.persons, 0) AS BIGINT) AS net_persons
FROM living l
LEFT JOIN arrived a ON a.place = l.place AND a.period = l.period
LEFT JOIN departed d ON d.place = l.place AND d.period = l.period
WHERE l.period IN (SELECT period FROM crossing)

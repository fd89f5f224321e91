-- How fast have Bangladesh's divisions grown since 2011, and how many people did the count of 2022 miss?
WITH divisions AS (
    SELECT
        place,
        period,
        max(value) FILTER (WHERE series = 'persons_census_enumerated') AS persons_enumerated,
        max(value) FILTER (WHERE series = 'persons_census_adjusted') AS persons_adjusted
    FROM bangladesh_published_headlines
    WHERE period = '2022' AND area = 'total' AND length(place) = 4  -- the country's own figures are their sum
    GROUP BY place, period
)
SELECT
    divisions.place,
    divisions.period,
    persons_adjusted,
    persons_adjusted - persons_enumerated AS persons_missed,
    persons_enumerated - census_2011.persons AS persons_gained,  -- counted against counted: one method
    census_2011.persons AS persons_before
FROM divisions
LEFT JOIN bangladesh_census_2011 AS census_2011
    ON census_2011.place = divisions.place AND census_2011.level = 'region'
WHERE persons_enumerated IS NOT NULL

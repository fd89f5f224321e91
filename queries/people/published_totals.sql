-- What totals have the statistics offices printed?
WITH printed AS (
    SELECT place, period, area, series, value FROM nepal_published_headlines
    UNION ALL
    SELECT place, period, area, series, value FROM bangladesh_published_headlines
)
SELECT
    place,
    period,
    area,
    max(value) FILTER (WHERE series = 'persons_census_published') AS persons_published,
    max(value) FILTER (WHERE series = 'persons_census_enumerated') AS persons_enumerated,
    max(value) FILTER (WHERE series = 'persons_census_adjusted') AS persons_adjusted
FROM printed
WHERE series IN ('persons_census_published', 'persons_census_enumerated', 'persons_census_adjusted')
GROUP BY place, period, area

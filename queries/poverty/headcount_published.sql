-- What poverty rates have the statistics offices printed? Each survey is a series of its own.
WITH printed AS (
    SELECT place, period, area, series, value FROM nepal_published_headlines
    UNION ALL
    SELECT place, period, area, series, value FROM bangladesh_published_headlines
)
SELECT
    place,
    period,
    area,
    max(value) FILTER (WHERE series = 'nlss_headcount_rate') AS nlss_headcount_rate,
    max(value) FILTER (WHERE series = 'hies_headcount_rate_upper') AS hies_headcount_rate,
    max(value) FILTER (WHERE series = 'poverty_map_headcount_rate') AS poverty_map_headcount_rate,
    max(value) FILTER (WHERE series = 'mpi_headcount_rate') AS mpi_headcount_rate
FROM printed
WHERE series IN (
    'nlss_headcount_rate', 'hies_headcount_rate_upper', 'poverty_map_headcount_rate', 'mpi_headcount_rate'
)
GROUP BY place, period, area

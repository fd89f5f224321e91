-- How many people are poor in many ways at once, and in how many?
-- The index is the headcount times the intensity (Alkire and Foster 2011): M0 = H x A.
WITH printed AS (
    SELECT place, period, area, series, value FROM nepal_published_headlines
    UNION ALL
    SELECT place, period, area, series, value FROM bangladesh_published_headlines
),

by_place AS (
    SELECT
        place,
        period,
        area,
        max(value) FILTER (WHERE series = 'mpi_headcount_rate') AS headcount,
        max(value) FILTER (WHERE series = 'mpi_intensity') AS intensity,
        max(value) FILTER (WHERE series = 'mpi_value') AS printed_index
    FROM printed
    WHERE series IN ('mpi_headcount_rate', 'mpi_intensity', 'mpi_value')
    GROUP BY place, period, area
)

SELECT
    place,
    period,
    area,
    printed_index AS mpi_value,
    intensity AS mpi_intensity,
    headcount / 100 * intensity / 100 AS mpi_product,
    round(1000 * (headcount / 100 * intensity / 100)) / 1000 - printed_index AS mpi_gap
FROM by_place
WHERE printed_index IS NOT NULL OR intensity IS NOT NULL

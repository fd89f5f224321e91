-- How far below the poverty line are the poor, and how many poor people are there on a square kilometre?
-- The rates of the file times its population are sums over persons: of shortfalls (FGT 1) and of squared shortfalls (FGT 2).
SELECT
    rates.place,
    rates.period,
    poverty_gap,
    poverty_gap_standard_error,
    poverty_gap * persons AS sum_of_gaps,
    poverty_severity,
    poverty_severity_standard_error,
    poverty_severity * persons AS sum_of_squared_gaps,
    headcount_rate * persons AS poor_persons,
    persons,
    CASE WHEN persons IS NOT NULL THEN area_km2 END AS area_km2
FROM nepal_poverty_district_2001_2011 AS rates
LEFT JOIN place_areas ON place_areas.place = rates.place

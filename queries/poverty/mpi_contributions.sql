-- How much does each deprivation contribute to the national index of multidimensional poverty?
-- Alkire and Foster 2011: an indicator contributes its weight times its censored headcount, divided by the index.
SELECT
    place,
    period,
    deprivation,
    100 * weight * censored_headcount_percent
        / nullif(sum(weight * censored_headcount_percent) OVER (PARTITION BY place, period), 0) AS mpi_contribution,
    censored_headcount_percent AS mpi_censored_headcount
FROM national_mpi_deprivations

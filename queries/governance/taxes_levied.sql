-- How many municipalities levy each tax?
SELECT
    place,
    period,
    tax,
    CASE WHEN levied THEN 1 ELSE 0 END AS levying,
    1 AS asked
FROM municipal_tax_rates

-- What taxes does the municipality ask for, and at what rate?
SELECT
    place,
    period,
    tax,
    rate_percent AS tax_rate,
    CAST(amount_a_year AS DOUBLE) AS tax_amount
FROM municipal_tax_rates
WHERE levied

-- What does a small shop, or a rickshaw, pay the municipality in a year?
SELECT place, period, tax, CAST(amount_a_year AS DOUBLE) AS tax_amount
FROM municipal_tax_rates
WHERE amount_a_year IS NOT NULL

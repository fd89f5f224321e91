-- What taxes does the municipality ask for, and at what rate?
SELECT place, period, tax, rate_percent AS tax_rate
FROM municipal_tax_rates
WHERE rate_percent IS NOT NULL

-- What budgets did Bangladesh's municipalities announce, and do they balance?
WITH items AS (
    SELECT
        place,
        period,
        max(amount_bdt) FILTER (WHERE item IN ('total', 'total_income')) AS whole,
        max(amount_bdt) FILTER (WHERE item = 'revised_total') AS revised,
        max(amount_bdt) FILTER (WHERE item = 'revenue_income') AS revenue,
        max(amount_bdt) FILTER (WHERE item = 'development_income') AS development,
        max(amount_bdt) FILTER (WHERE item = 'opening_balance') AS opening,
        max(amount_bdt) FILTER (WHERE item = 'total_expenditure') AS expenditure,
        max(amount_bdt) FILTER (WHERE item = 'surplus') AS surplus
    FROM bangladesh_pourashava_budgets
    GROUP BY place, period
)
SELECT
    place,
    period,
    whole AS announced_budget,
    revenue AS announced_revenue,
    development AS announced_development,
    100 * revenue / nullif(whole, 0) AS announced_revenue_share,
    expenditure AS announced_expenditure,
    revised AS revised_budget,
    -- poisha are whole numbers here, so that a budget that balances has a gap of exactly zero
    round(100 * (whole - (revenue + development + coalesce(opening, 0)))) / 100 AS income_gap,
    round(100 * (whole - (expenditure + surplus))) / 100 AS expenditure_gap
FROM items

-- How much is planned, and how much of it is green?
SELECT
    place,
    period,
    function,
    sum(plan_thousand)::BIGINT AS plan_thousand,
    sum(outturn_thousand)::BIGINT AS outturn_thousand,
    -- weights are quarters, so these sums are exact
    coalesce(sum(plan_thousand * green_weight), 0) AS green_thousand
FROM made_budget_lines
GROUP BY place, period, function

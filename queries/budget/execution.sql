-- How far is what was spent from what was planned, in all and between the functions?
-- PEFA 2016, PI-1.1 and PI-2.1: each function's plan is first moved by as much as all spending differs from the whole plan.
WITH functions AS (
    SELECT
        place,
        period,
        function,
        sum(plan_thousand) AS planned,
        sum(outturn_thousand) AS spent,
        bool_and(outturn_thousand IS NOT NULL) AS closed
    FROM grid_budget_lines
    GROUP BY place, period, function
),

wholes AS (
    SELECT place, period, sum(planned) AS all_planned, sum(spent) AS all_spent
    FROM functions
    GROUP BY place, period
    HAVING bool_and(closed)
)

SELECT
    wholes.place,
    wholes.period,
    CAST(max(all_spent) AS DOUBLE) AS spent_thousand,
    CAST(max(all_planned) AS DOUBLE) AS planned_thousand,
    abs(CAST(max(all_spent) - max(all_planned) AS DOUBLE)) AS missed_by_thousand,
    sum(abs(spent - planned * all_spent / nullif(all_planned, 0))) AS moved_thousand
FROM wholes
INNER JOIN functions ON functions.place = wholes.place AND functions.period = wholes.period
GROUP BY wholes.place, wholes.period

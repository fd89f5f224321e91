-- What did towns agree to do, and what became of it?
SELECT
    action_id AS thing,
    place,
    CAST(year(promised_on) AS VARCHAR) AS period,
    action,
    meeting,
    promised_on,
    due_on,
    done_on,
    seen_on,
    CASE
        WHEN done_on <= due_on THEN 'done_in_time'
        WHEN done_on > due_on THEN 'done_late'
        WHEN due_on < seen_on THEN 'overdue'
        ELSE 'open'
    END AS status,
    topic,
    body
FROM meeting_actions

-- What did the quarterly newsletter tell of, and on which page?
SELECT article AS thing, place, period, heading, practice_name, page, issued_on, quarter
FROM newsletter_contents

-- Who lives here?
SELECT place, period, persons, female
FROM read_csv('people.csv')

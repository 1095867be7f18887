import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { query, statement, wrap } from '../../../main/cache/db.ts'
import { tablesOf } from '../../../main/cache/statement/trace.ts'

const SCHEMA = `
  CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, team TEXT) STRICT;
  CREATE INDEX person_name ON person (name);
  CREATE TABLE team (id TEXT PRIMARY KEY, title TEXT) STRICT, WITHOUT ROWID;
  CREATE TABLE tally (team TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT;
  CREATE TABLE badge (person INTEGER REFERENCES person, worn INTEGER) STRICT;
  CREATE VIEW member AS SELECT person.name, team.title FROM person JOIN team ON team.id = person.team;
  CREATE VIRTUAL TABLE note USING fts5 (text);
  CREATE TRIGGER person_tally AFTER INSERT ON person BEGIN
    INSERT INTO tally VALUES (new.team, 1) ON CONFLICT DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER person_moved AFTER UPDATE OF team ON person BEGIN
    UPDATE tally SET n = n - 1 WHERE team = old.team;
  END;`

function aDatabase(): Database.Database {
  const connection = new Database(':memory:')
  connection.exec(SCHEMA)
  onTestFinished(() => void connection.close())
  return connection
}

const touched = (sql: string) => {
  const { reads, writes } = tablesOf(aDatabase())(sql)
  return { reads: [...reads].sort(), writes: [...writes].sort() }
}

it.each<[string, string[]]>([
  ['SELECT name FROM person WHERE id = ?', ['person']],
  ['SELECT name FROM person WHERE name = $name', ['person']],
  ['SELECT count(*) FROM person', ['person']],
  ['SELECT title FROM team WHERE id = ?', ['team']],
  ['SELECT * FROM member', ['person', 'team']],
  ['SELECT 1 WHERE EXISTS (SELECT 1 FROM team WHERE $all IS NULL)', ['team']],
  [
    'WITH RECURSIVE up(n) AS (SELECT 1 UNION SELECT up.n + 1 FROM up, tally WHERE up.n < 9) SELECT n FROM up',
    ['tally'],
  ],
  ['SELECT text FROM note WHERE note MATCH ?', ['note']],
  ['SELECT p.name FROM json_each(?) j CROSS JOIN person p ON p.id = j.value', ['person']],
  ['SELECT name FROM sqlite_schema', ['sqlite_schema']],
  ['SELECT person.name FROM person LEFT JOIN team ON team.id = person.team', ['person']],
  ['SELECT 1', []],
])('knows the tables behind: %s', (sql, reads) => {
  expect(touched(sql)).toEqual({ reads, writes: [] })
})

it.each<[string, string[]]>([
  ['INSERT INTO team VALUES (?, ?)', ['team']],
  ['insert or ignore into team values (?, ?)', ['team']],
  ['REPLACE INTO team VALUES (?, ?)', ['team']],
  ['INSERT INTO person (name, team) VALUES (?, ?)', ['person', 'tally']],
  ['UPDATE person SET name = ?', ['person']],
  ['UPDATE person SET team = ?', ['person', 'tally']],
  ['DELETE FROM badge', ['badge']],
  ['DELETE FROM badge WHERE worn = 0', ['badge']],
  ['WITH old AS (SELECT id FROM person) UPDATE badge SET worn = 0 WHERE person IN old', ['badge']],
  ['INSERT INTO team SELECT team, name FROM person WHERE true ON CONFLICT DO UPDATE SET title = 1', ['team']],
  ['INSERT INTO note VALUES (?)', ['note']],
])('knows the tables changed by: %s', (sql, writes) => {
  expect(touched(sql).writes).toEqual(writes)
})

it('says nothing of temporary tables, which no other connection sees', () => {
  const connection = aDatabase()
  connection.exec('CREATE TEMP TABLE wanted (id INTEGER)')
  const { reads, writes } = tablesOf(connection)('INSERT INTO wanted SELECT id FROM person')
  expect([[...reads], [...writes]]).toEqual([['person'], []])
})

it('tells a watcher each statement that ran, and never its parameters', () => {
  const ran: unknown[][] = []
  const watch = { now: () => 7, ran: (...told: unknown[]) => ran.push(told), failed: () => {} }
  const db = wrap(aDatabase(), () => {}, watch)
  db.run(statement('INSERT INTO team VALUES (?, ?)', ['a', 'Ada']))
  db.get(query('SELECT title FROM team WHERE id = ?', ['a']))
  db.all(query('SELECT 1'))
  expect(ran).toEqual([
    ['INSERT INTO team VALUES (?, ?)', 0],
    ['SELECT title FROM team WHERE id = ?', 0],
    ['SELECT 1', 0],
  ])
})

import { expect, it } from 'vitest'
import { pageExport } from '../../../../main/shell/at-home/exports.ts'
import { exportName } from '../../../../shared/desktop/export-name.ts'

it.each([
  ['forestall-queue.csv', 'text/csv', 'CSV'],
  ['late-parcel.json', 'application/json', 'JSON'],
  ['Kunden 2024.map.json', 'application/json', 'JSON'],
  ['お客様.map.json', 'application/json', 'JSON'],
  [exportName('../Q1: “Kunden”/n\u202Eeu.map.json'), 'application/json', 'JSON'],
  ['forestall-review.html', 'text/html', 'HTML'],
])('%s of our page is saved', (file, type, name) => {
  expect(pageExport(file, type)?.name).toBe(name)
})

it.each([
  ['another.html', 'text/html'],
  ['forestall-review.html', 'text/plain'],
  ['program.exe', 'application/octet-stream'],
  ['program.json.desktop', 'application/json'],
  ['.json', 'application/json'],
  ['..\\start.json', 'application/json'],
  ['a\u202Etxt.json', 'application/json'],
  ['list.csv', 'text/html'],
])('%s as %s is not', (file, type) => {
  expect(pageExport(file, type)).toBeNull()
})

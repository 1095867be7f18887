import { describe, expect, it } from 'vitest'
import { promisesIn } from '../../../shared/desk/promises.ts'
import { localDate } from '../../../shared/local-time.ts'

/** A Wednesday, 10:00 in Berlin. */
const NOW = Date.UTC(2026, 11, 2, 9)
const ZONE = 'Europe/Berlin'
const inNote = (text: string, now = NOW, zone = ZONE) => promisesIn(text, { now, zone, said: 'note' })
const inMessage = (text: string, now = NOW) => promisesIn(text, { now, zone: ZONE, said: 'message' })
const days = (found: readonly { dueAt: number }[], zone = ZONE) => found.map(({ dueAt }) => localDate(dueAt, zone))

describe('a promise in a note', () => {
  it.each([
    ['Send the refund by Friday', '4 Dec, 17:00'],
    ['Answer by end of Friday.', '4 Dec, 17:00'],
    ['Reply by Wednesday', '2 Dec, 17:00'],
    ['by next Friday', '11 Dec, 17:00'],
    ['by Tuesday', '8 Dec, 17:00'],
    ['We wait until 3 Dec', '3 Dec, 17:00'],
    ['no later than December 10th', '10 Dec, 17:00'],
    ['by the 3rd of December', '3 Dec, 17:00'],
    ['by 10 Jan', '10 Jan, 17:00'],
    ['by 2026-12-24', '24 Dec, 17:00'],
    ['Call back tomorrow', '3 Dec, 17:00'],
    ['by today', '2 Dec, 17:00'],
    ['within two days', '4 Dec, 17:00'],
    ['within 3 business days', '7 Dec, 17:00'],
    ['within 24 hours', '3 Dec, 10:00'],
    ['in a week', '9 Dec, 17:00'],
    ['Rückruf bis Freitag', '4 Dec, 17:00'],
    ['spätestens am Montag', '7 Dec, 17:00'],
    ['bis zum 3. Dezember', '3 Dec, 17:00'],
    ['bis 24.12.', '24 Dec, 17:00'],
    ['bis 24.12.2026', '24 Dec, 17:00'],
    ['Morgen anrufen', '3 Dec, 17:00'],
    ['innerhalb von zwei Tagen', '4 Dec, 17:00'],
    ['binnen 3 Werktagen', '7 Dec, 17:00'],
    ["Rappeler d'ici vendredi", '4 Dec, 17:00'],
    ['avant le 10 décembre', '10 Dec, 17:00'],
    ['rappeler demain', '3 Dec, 17:00'],
    ['sous deux jours', '4 Dec, 17:00'],
    ['au plus tard le 24/12', '24 Dec, 17:00'],
    ['Llamar antes del viernes', '4 Dec, 17:00'],
    ['hasta el 3 de diciembre', '3 Dec, 17:00'],
    ['llamar mañana', '3 Dec, 17:00'],
    ['dentro de dos días', '4 Dec, 17:00'],
    ['en 3 días hábiles', '7 Dec, 17:00'],
  ])('“%s” is due %s', (text, due) => {
    expect(days(inNote(text))).toEqual([due])
  })

  it.each([
    ["Settled by Friday's invoice"],
    ['Settled by Friday’s invoice'],
    ['We use it by Monday.com'],
    ['It broke on Friday'],
    ['by 3 Dec 2020'],
    ['until 1 December'],
    ['by 31 Feb'],
    ['by 45 Dec'],
    ['within 0 days'],
    ['Guten Morgen'],
    ['jeden Morgen'],
    ['por la mañana'],
    ['They said today that it works'],
    ["tomorrow's meeting"],
    ['standby Friday'],
    ['bis bald'],
    ['by Fridayish'],
    ['> I need it by Friday'],
    ['Noted.\n\nOn Tue, 1 Dec 2026 Kari wrote:\nWe need it by Friday'],
    ['Notiert.\nAm 01.12.2026 schrieb Kari Moen:\nbis Freitag bitte'],
    ['-----Original Message-----\nby Friday'],
    [''],
  ])('is not “%s”', text => {
    expect(inNote(text)).toEqual([])
  })

  it('is one for each date, and says in which sentence', () => {
    expect(inNote('Refund by Friday. Then call them by Tuesday!').map(({ quote }) => quote)).toEqual([
      'Refund by Friday.',
      'Then call them by Tuesday!',
    ])
  })

  it('is due in the zone of the person, also over a change of clocks', () => {
    const [found] = inNote('by Friday', Date.UTC(2026, 9, 22, 20), 'America/New_York')
    expect(found?.dueAt).toBe(Date.UTC(2026, 9, 23, 21))
    const [after] = inNote('by Monday', Date.UTC(2026, 9, 24, 12), 'Europe/Berlin')
    expect(after?.dueAt).toBe(Date.UTC(2026, 9, 26, 16))
  })

  it('for today is for next week once the working day is over', () => {
    expect(days(inNote('by Wednesday', Date.UTC(2026, 11, 2, 17)))).toEqual(['9 Dec, 17:00'])
    expect(inNote('by today', Date.UTC(2026, 11, 2, 17))).toEqual([])
  })
})

it('of a text full of dates, no more are found than a person can answer, and none behind the last year of a calendar', () => {
  expect(inNote('by 2026-12-24 '.repeat(8_000))).toHaveLength(1)
  expect(inNote(Array.from({ length: 99 }, (_, n) => `within ${n + 1} weeks`).join(', '))).toHaveLength(20)
  expect(inNote('by 9999-12-31', NOW, 'America/Los_Angeles')).toEqual([])
})

describe('a promise in a message', () => {
  it.each([
    ['We will send the replacement by Friday.', '4 Dec, 17:00'],
    ["I'll come back to you tomorrow.", '3 Dec, 17:00'],
    ['Wir melden uns bis Freitag bei Ihnen.', '4 Dec, 17:00'],
    ['Ich rufe Sie morgen an.', '3 Dec, 17:00'],
    ["Nous vous répondrons d'ici vendredi.", '4 Dec, 17:00'],
    ['Le responderemos en dos días.', '4 Dec, 17:00'],
  ])('“%s” is due %s', (text, due) => {
    expect(days(inMessage(text))).toEqual([due])
  })

  it.each([
    ['Your subscription renews tomorrow.'],
    ['Please let us know by Friday.'],
    ['Bitte zahlen Sie bis Freitag.'],
    ['Veuillez nous répondre avant vendredi.'],
    ['We kindly ask you to pay by Friday.'],
    ['> We will do it by Friday'],
  ])('is not “%s”, which the reader is asked for or which happens anyway', text => {
    expect(inMessage(text)).toEqual([])
  })
})

import { expect, it } from 'vitest'
import { seeded } from '../../../../main/predict/learn/random.ts'
import { listTerms } from '../../../../main/predict/topics/tf-idf.ts'
import { ticketTerms } from '../../../../main/predict/topics/ticket-words.ts'
import { stratifiedByClass } from '../../../../main/predict/topics/topic-folds.ts'
import { learnTopics, likeliestTopic, topicChances } from '../../../../main/predict/topics/topic-model.ts'
import { randomTickets } from '../../../helpers/random-tickets.ts'

const tagged = randomTickets(600, seeded(7))
const { model, unseen } = learnTopics({ ...tagged, seed: 1 })
const told = (text: string) => {
  const { topic, chance } = likeliestTopic(topicChances(model, [text]), model.topics.length, 0)
  return { topic: model.topics[topic], chance }
}

it('the topic of a ticket is told by its words, also where they are misspelt', () => {
  expect(told('My parcel has not arrived').topic).toBe('delivery')
  expect(told('the parcle has not arived yet').topic).toBe('delivery')
  expect(told('Refund for a wrong invoice').topic).toBe('invoice')
})

it('of the texts that it is sure about to some degree, about as many are told rightly', () => {
  const rows = unseen.labels.length
  const chances = Array.from({ length: rows }, (_, row) => likeliestTopic(unseen.chances, model.topics.length, row))
  const mean = chances.reduce((sum, { chance }) => sum + chance, 0) / rows
  const right = chances.filter(({ topic }, row) => topic === unseen.labels[row]).length / rows
  expect(right).toBeGreaterThan(0.7)
  expect(right).toBeLessThan(0.99)
  expect(Math.abs(mean - right)).toBeLessThan(0.04)
})

it('a text of words that nobody has used is told with little sureness', () => {
  expect(told('zzz qqq').chance).toBeLessThan(0.6)
})

it('the same texts and seed give the same model', () => {
  expect(learnTopics({ ...tagged, seed: 1 }).model).toEqual(model)
})

it('a word of fewer than five people is never kept, however often it stands there', () => {
  const texts = Array.from({ length: 40 }, (_, at) => (at < 20 ? 'Kowalczyk about a parcel' : 'about a parcel'))
  const four = listTerms(
    texts,
    texts.map((_, at) => (at < 20 ? at % 4 : at)),
  )
  expect(four.words).toEqual(expect.arrayContaining(['about', 'parcel', 'a parcel']))
  expect([...four.words, ...four.pieces].filter(term => /kow|alcz|czyk/.test(term))).toEqual([])
  const five = listTerms(
    texts,
    texts.map((_, at) => (at < 20 ? at % 5 : at)),
  )
  expect(five.words).toContain('kowalczyk')
})

it('a number is one, whichever it is', () => {
  expect(ticketTerms('Order A-1044, paid 12.50').words.slice(0, 6)).toEqual(['order', 'a', '#', 'paid', '#', '#'])
})

it('texts in writing without spaces have pieces', () => {
  expect(ticketTerms('荷物が届きません').pieces).toContain('届き')
})

it('texts of one person are all learned from, or all judged by, and each fold has its share of each topic', () => {
  const random = seeded(3)
  const labels = Int32Array.from({ length: 400 }, () => Math.floor(random() * 3))
  const people = labels.map(() => Math.floor(random() * 150))
  const folds = stratifiedByClass(labels, people, 4, random)
  expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual([...labels.keys()])
  for (const { train, test } of folds) {
    const judged = new Set(Array.from(test, row => people[row]))
    expect(Array.from(train, row => people[row]).filter(person => judged.has(person))).toEqual([])
    for (const label of [0, 1, 2]) expect(test.filter(row => labels[row] === label).length).toBeGreaterThan(15)
  }
})

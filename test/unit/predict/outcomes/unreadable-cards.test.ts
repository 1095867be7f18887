import { expect, it } from 'vitest'
import { cardToCompare } from '../../../../main/measure/cards/read-cards.ts'
import { listCards } from '../../../../main/predict/door.ts'
import { retrainingDue } from '../../../../main/predict/outcomes/retraining.ts'
import { championOf } from '../../../../main/predict/outcomes/trained-models.ts'
import { topicModelInUse, topicsView } from '../../../../main/predict/topics/topic-store.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { aReadyCache } from '../../../helpers/ready-cache.ts'
import { aTrainedBody, putTrained } from '../../../helpers/trained-model.ts'

const withoutCard = (id: number) =>
  `UPDATE model SET body = json_set(body, '$.card.judged.rows', 'many') WHERE id = ${id}`

it('lists a model whose card cannot be read with the reason, and the others beside it', () => {
  const { connection, read } = aReadyCache()
  const older = putTrained(connection, aTrainedBody())
  const newer = putTrained(connection, aTrainedBody())
  connection.exec(withoutCard(newer))
  expect(listCards(read)).toEqual([
    {
      ...{ id: newer, trainedAt: 0, inUse: true, card: null },
      unreadable: 'The stored value at judged.rows is not of the expected kind.',
    },
    { id: older, trainedAt: 0, inUse: false, card: aTrainedBody().card, unreadable: null },
  ])
  // The model itself still scores; nothing is held against a card that says nothing.
  expect(championOf(read)).toBeNull()
  expect(cardToCompare(read)?.id).toBe(older)
  // The next training is still due by the one before it.
  expect(retrainingDue(read, 30 * DAY)).toMatchObject({ horizonDays: 7 })
  connection.exec(withoutCard(older))
  expect(listCards(read).map(({ card }) => card)).toEqual([null, null])
  expect(cardToCompare(read)).toBeNull()
  expect(retrainingDue(read, 30 * DAY)).toBeNull()
})

it('shows topics of tickets beside a card that cannot be read, and does not use its model', () => {
  const { connection, read } = aReadyCache()
  connection.exec("INSERT INTO topic_model (trained_at, card, body) VALUES (5, '{', 'words')")
  expect(topicsView(read).model).toEqual({
    ...{ trainedAt: 5, card: null, unreadable: 'The stored text is not JSON.', inUse: false },
  })
  expect(topicModelInUse(read, { property: 'tag', categories: {}, level: 0.8 })).toBeNull()
})

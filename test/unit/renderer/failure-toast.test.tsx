import { notifications, notificationsStore } from '@mantine/notifications'
import { ORPCError } from '@orpc/client'
import { beforeEach, expect, it } from 'vitest'
import { failureOf } from '../../../renderer/api/errors.ts'
import { hideFailure, toastFailure } from '../../../renderer/parts/toast.tsx'

beforeEach(() => notifications.clean())

const shown = () => notificationsStore.getState().notifications.length
const stopped = () => new Error('The engine stopped')

it('a failure that its own card says is not said by a toast as well', () => {
  for (const error of [
    stopped(),
    new ORPCError('FAILED', { data: { kind: 'invalid', what: 'a', why: 'b', todo: 'c' } }),
  ]) {
    toastFailure(failureOf(error))
    expect(shown()).toBe(1)
    hideFailure(failureOf(error))
    expect(shown()).toBe(0)
  }
})

it('a failed command stays said where something else failed in the same words', () => {
  // The engine stops: the message in the making cannot be read, and nobody knows whether the last one was started.
  toastFailure(failureOf(stopped()))
  hideFailure(failureOf(stopped()))
  expect(shown()).toBe(1)
})

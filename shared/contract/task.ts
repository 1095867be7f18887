import { z } from 'zod'
import { taskSchema } from '../model/task.ts'
import { call } from './call.ts'

export const task = {
  list: call('work in progress', 'task').output(z.array(taskSchema)),
  cancel: call('stop a piece of work')
    .input(z.object({ id: z.string() }))
    .output(z.object({ cancelled: z.boolean() })),
}

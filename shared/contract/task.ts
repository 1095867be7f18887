import { z } from 'zod'
import { taskSchema } from '../model/task.ts'
import { call } from './call.ts'

export const task = {
  list: call('list running tasks', 'task').output(z.array(taskSchema)),
  cancel: call('cancel a task')
    .input(z.object({ id: z.string() }))
    .output(z.object({ cancelled: z.boolean() })),
}

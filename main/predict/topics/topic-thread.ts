import { startThread, type Thread } from '../../cache/thread.ts'
import type { TopicQuestion, TopicReply } from './topic-worker.ts'

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './topic-worker.ts' : './topic-worker.js', import.meta.url)

/** A thread that reads tickets of a workspace's file; nothing of their texts leaves it but words that many people use. */
export const startTopicThread = (file: string): Thread<TopicQuestion, TopicReply> => startThread(WORKER, { file })

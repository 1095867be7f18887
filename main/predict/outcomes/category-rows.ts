import { TICKET_CATEGORIES } from '../../../shared/predict/ticket-topics.ts'
import type { Category } from '../../../shared/vocabulary.ts'

/** What followed, as trouble of one category: by row of an outcome table. */
export interface CategoryRows {
  category: Category
  /** 1 where a contact that may be about it followed, or the account left. A contact that tells nothing may be about anything. */
  labels: Uint8Array
  /** 1 where a contact followed that tells to be about it. */
  told: Uint8Array
}

/** Collects them. */
export class GrowingCategoryRows {
  private readonly category: Category
  private readonly place: number
  private readonly labels: number[] = []
  private readonly told: number[] = []

  constructor(category: Category) {
    this.category = category
    this.place = TICKET_CATEGORIES.indexOf(category)
  }

  /** Adds a row. `about`: places in `TICKET_CATEGORIES` of the contacts that followed, −1 where nothing tells. */
  add(about: Int8Array, left: boolean): void {
    const isTold = about.includes(this.place)
    this.told.push(isTold ? 1 : 0)
    this.labels.push(isTold || left || about.includes(-1) ? 1 : 0)
  }

  finish(): CategoryRows {
    return { category: this.category, labels: Uint8Array.from(this.labels), told: Uint8Array.from(this.told) }
  }
}

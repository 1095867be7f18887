import './charts.css'

interface Part {
  key: string
  name: string
  colour: string
}

/** What each colour of a chart stands for, below it. */
export function ChartKey({ parts }: { parts: readonly Part[] }) {
  return (
    <figcaption className="key">
      {parts.map(({ key, name, colour }) => (
        <span key={key}>
          <i style={{ background: colour }} />
          {name}
        </span>
      ))}
    </figcaption>
  )
}

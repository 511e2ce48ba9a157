import { type ReactNode, useId } from "react";
import "./content.css";

interface CardProps {
  title?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A panel with a heading. `flush`: its content, such as a table, reaches the edges. */
export function Card({ title, actions, flush = false, className = "", children }: CardProps) {
  const id = useId();
  return (
    <section
      className={`card ${flush ? "card-flush" : ""} ${className}`}
      aria-labelledby={title ? id : undefined}
    >
      {(title || actions) && (
        <header className="card-head">
          {title && <h2 id={id}>{title}</h2>}
          {actions && <div className="row card-actions">{actions}</div>}
        </header>
      )}
      <div className="card-body">{children}</div>
    </section>
  );
}

import classes from "./bar.module.css";

interface BarProps {
  /** Its length as a share of the whole, 0 to 1. */
  share: number;
  /** Whether it stands for what was chosen among its neighbours. */
  chosen: boolean;
}

/** A bar beside its number, which says the same to those who cannot see it. */
export function Bar({ share, chosen }: BarProps) {
  return (
    <span className={classes.track} data-chosen={chosen} aria-hidden>
      <span className={classes.fill} style={{ width: `${share * 100}%` }} />
    </span>
  );
}

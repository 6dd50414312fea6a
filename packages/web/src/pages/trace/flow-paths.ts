/** Where something stands within the picture, in its pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const midX = ({ left, width }: Box): number => left + width / 2;
const midY = ({ top, height }: Box): number => top + height / 2;

export interface Line {
  /** As SVG draws it. */
  path: string;
  /** Where it arrives. */
  x: number;
  y: number;
}

/** The line from one box to another: a curve to what stands to the right, straight down to what stands below. */
export function lineBetween(from: Box, to: Box): Line {
  const right = Math.round(from.left + from.width);
  if (to.left >= right) {
    const [startY, x, y] = [Math.round(midY(from)), Math.round(to.left), Math.round(midY(to))];
    const bend = Math.round((x - right) / 2);
    return { path: `M${right} ${startY}C${right + bend} ${startY} ${x - bend} ${y} ${x} ${y}`, x, y };
  }
  const [x, y] = [Math.round(midX(to)), Math.round(to.top)];
  return { path: `M${Math.round(midX(from))} ${Math.round(from.top + from.height)}L${x} ${y}`, x, y };
}

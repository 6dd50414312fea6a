/** Where something stands within the picture, in its pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const midX = ({ left, width }: Box): number => left + width / 2;
const midY = ({ top, height }: Box): number => top + height / 2;

/** The line from one box to another: a curve to what stands to the right, straight down to what stands below. */
export function pathBetween(from: Box, to: Box): string {
  const right = from.left + from.width;
  if (to.left >= right) {
    const [x1, y1, x2, y2] = [right, midY(from), to.left, midY(to)].map(Math.round);
    const bend = Math.round((to.left - right) / 2);
    return `M${x1} ${y1}C${(x1 ?? 0) + bend} ${y1} ${(x2 ?? 0) - bend} ${y2} ${x2} ${y2}`;
  }
  const x = Math.round(midX(from));
  return `M${x} ${Math.round(from.top + from.height)}L${Math.round(midX(to))} ${Math.round(to.top)}`;
}

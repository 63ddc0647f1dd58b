// Ready photos for people without a camera: three damages, drawn anew each time.

const WIDTH = 1200;
const HEIGHT = 900;

const between = (low, high) => low + Math.random() * (high - low);

function fill(pen, from, to) {
  const shade = pen.createLinearGradient(0, 0, WIDTH * 0.4, HEIGHT);
  shade.addColorStop(0, from);
  shade.addColorStop(1, to);
  pen.fillStyle = shade;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
}

function grain(pen, strength) {
  for (let i = 0; i < 2600; i += 1) {
    pen.fillStyle = `rgba(${Math.random() < 0.5 ? '0,0,0' : '255,255,255'},${Math.random() * strength})`;
    pen.fillRect(between(0, WIDTH), between(0, HEIGHT), 2, 2);
  }
}

function dimCorners(pen) {
  const shade = pen.createRadialGradient(WIDTH / 2, HEIGHT / 2, HEIGHT * 0.35, WIDTH / 2, HEIGHT / 2, HEIGHT * 0.95);
  shade.addColorStop(0, 'rgba(0,0,0,0)');
  shade.addColorStop(1, 'rgba(0,0,0,.38)');
  pen.fillStyle = shade;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
}

function tiles(pen, top, bottom, size) {
  pen.strokeStyle = 'rgba(90,100,105,.35)';
  pen.lineWidth = 3;
  for (let y = top; y < bottom; y += size) {
    for (let x = between(-40, 0); x < WIDTH; x += size) {
      pen.fillStyle = `rgba(255,255,255,${between(0.04, 0.16)})`;
      pen.fillRect(x, y, size, size);
      pen.strokeRect(x, y, size, size);
    }
  }
}

function pipe(pen, points, width) {
  for (const [extra, colour] of [[8, '#6c7378'], [0, '#b9c0c4'], [-width * 0.6, '#e9edef']]) {
    pen.strokeStyle = colour;
    pen.lineWidth = width + extra;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.beginPath();
    points.forEach(([x, y]) => pen.lineTo(x, y));
    pen.stroke();
  }
}

function leakingPipe(pen) {
  fill(pen, '#d8dfdf', '#9fadb0');
  tiles(pen, 0, 640, 130);
  pen.fillStyle = '#6f6257';
  pen.fillRect(0, 640, WIDTH, 260);
  const x = between(480, 700);
  pipe(pen, [[x, -20], [x, 300], [x + 170, 300], [x + 170, 470], [WIDTH + 30, 470]], 52);
  pen.fillStyle = '#8d9499';
  pen.fillRect(x + 128, 280, 84, 64);
  const wet = pen.createLinearGradient(0, 340, 0, 700);
  wet.addColorStop(0, 'rgba(70,120,150,.65)');
  wet.addColorStop(1, 'rgba(70,120,150,.15)');
  pen.fillStyle = wet;
  pen.fillRect(x + 155, 344, 14, 330);
  for (let i = 0; i < 26; i += 1) {
    pen.fillStyle = 'rgba(180,220,240,.85)';
    pen.beginPath();
    pen.ellipse(x + 162 + between(-60, 60), between(520, 700), between(3, 7), between(6, 14), 0, 0, 7);
    pen.fill();
  }
  pen.fillStyle = 'rgba(120,170,195,.7)';
  pen.beginPath();
  pen.ellipse(x + 150, 770, between(260, 330), 70, 0, 0, 7);
  pen.fill();
  pen.fillStyle = 'rgba(235,248,255,.5)';
  pen.beginPath();
  pen.ellipse(x + 90, 755, 110, 16, -0.1, 0, 7);
  pen.fill();
}

function crackedWall(pen) {
  fill(pen, '#e9e2d4', '#cdc2ae');
  let [x, y] = [between(380, 700), 0];
  const branches = [];
  pen.strokeStyle = '#3d372f';
  pen.lineJoin = 'round';
  for (let width = 11; y < HEIGHT - 80; width *= 0.965) {
    const next = [x + between(-55, 62), y + between(30, 70)];
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(...next);
    pen.stroke();
    [x, y] = next;
    if (Math.random() < 0.3) branches.push([x, y, Math.random() < 0.5 ? -1 : 1]);
  }
  for (const [fromX, fromY, side] of branches) {
    pen.lineWidth = 3;
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    let reach = fromX;
    for (let i = 1; i < 6; i += 1) {
      reach += side * between(14, 46);
      pen.lineTo(reach, fromY + i * between(10, 26));
    }
    pen.stroke();
  }
  pen.fillStyle = '#efe9dd';
  pen.fillRect(0, HEIGHT - 74, WIDTH, 74);
  pen.fillStyle = 'rgba(80,70,55,.35)';
  pen.fillRect(0, HEIGHT - 80, WIDTH, 7);
}

function stainedCeiling(pen) {
  fill(pen, '#f1efe9', '#d5d1c6');
  pen.fillStyle = 'rgba(120,112,98,.35)';
  pen.beginPath();
  pen.moveTo(0, HEIGHT * 0.74);
  pen.lineTo(WIDTH, HEIGHT * 0.6);
  pen.lineTo(WIDTH, HEIGHT);
  pen.lineTo(0, HEIGHT);
  pen.fill();
  const [x, y] = [between(480, 760), between(260, 360)];
  // Water spreads in blotches and leaves a darker rim where it dries.
  for (let i = 0; i < 90; i += 1) {
    const [angle, far] = [between(0, 7), Math.sqrt(Math.random())];
    const [spotX, spotY] = [x + Math.cos(angle) * far * 280, y + Math.sin(angle) * far * 165];
    const reach = between(60, 150);
    const spot = pen.createRadialGradient(spotX, spotY, reach * 0.2, spotX, spotY, reach);
    spot.addColorStop(0, 'rgba(146,104,52,.045)');
    spot.addColorStop(0.86, 'rgba(128,88,40,.075)');
    spot.addColorStop(1, 'rgba(128,88,40,0)');
    pen.fillStyle = spot;
    pen.fillRect(spotX - reach, spotY - reach, reach * 2, reach * 2);
  }
  const lamp = pen.createRadialGradient(190, 150, 20, 190, 150, 190);
  lamp.addColorStop(0, 'rgba(255,253,242,1)');
  lamp.addColorStop(0.45, 'rgba(255,252,236,.9)');
  lamp.addColorStop(0.5, 'rgba(255,250,228,.4)');
  lamp.addColorStop(1, 'rgba(255,250,228,0)');
  pen.fillStyle = lamp;
  pen.fillRect(0, 0, 400, 360);
}

const SCENES = [leakingPipe, crackedWall, stainedCeiling];
let turn = 0;

/** One photo as a JPEG blob; each call shows the next damage. */
export function samplePhoto() {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const pen = canvas.getContext('2d');
  SCENES[turn % SCENES.length](pen);
  turn += 1;
  grain(pen, 0.03);
  dimCorners(pen);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82));
}

export const sampleAlbum = () => Promise.all([samplePhoto(), samplePhoto(), samplePhoto()]);

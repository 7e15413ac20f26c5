-- A small shop for outdoor gear: the last sixty days up to now, and some orders of the year before. Run on the embedded database only.
-- The figures come from arithmetic on the row's number, not from random(), so that each start tells the same story.
-- A second run changes nothing.

CREATE TABLE IF NOT EXISTS customers (
    id         integer PRIMARY KEY,
    name       text NOT NULL,
    email      text NOT NULL UNIQUE,
    city       text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS products (
    id         integer PRIMARY KEY,
    sku        text NOT NULL UNIQUE,
    name       text NOT NULL,
    category   text NOT NULL,
    price      numeric(10, 2) NOT NULL CHECK (price > 0),
    updated_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS orders (
    id          bigint PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customers,
    status      text NOT NULL CHECK (status IN ('paid', 'shipped', 'delivered', 'cancelled')),
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS order_items (
    order_id   bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    position   smallint NOT NULL,
    product_id integer NOT NULL REFERENCES products,
    quantity   integer NOT NULL CHECK (quantity > 0),
    unit_price numeric(10, 2) NOT NULL,
    PRIMARY KEY (order_id, position)
);

CREATE INDEX IF NOT EXISTS orders_created_at ON orders (created_at);
CREATE INDEX IF NOT EXISTS orders_customer_id ON orders (customer_id);
CREATE INDEX IF NOT EXISTS order_items_product_id ON order_items (product_id);

COMMENT ON TABLE orders IS 'What customers ordered; created_at is when they did';
COMMENT ON COLUMN order_items.unit_price IS 'The price at the time of the order, per piece';

INSERT INTO products (id, sku, name, category, price, updated_at)
SELECT id, 'OUT-' || 1000 + id, name, category, price, date_trunc('day', now()) - interval '90 days'
FROM (VALUES
    (1, 'Two-person tent "Fjell"', 'Camping', 289.00),
    (2, 'Down sleeping bag -5 °C', 'Camping', 219.00),
    (3, 'Self-inflating mat', 'Camping', 79.90),
    (4, 'Gas stove, folding', 'Camping', 39.95),
    (5, 'Titanium pot, 900 ml', 'Camping', 54.00),
    (6, 'Headlamp, 400 lm', 'Camping', 44.90),
    (7, 'Tarp 3 × 3 m', 'Camping', 69.00),
    (8, 'Hammock with straps', 'Camping', 59.00),
    (9, 'Trekking backpack, 55 l', 'Backpacks', 179.00),
    (10, 'Daypack, 24 l', 'Backpacks', 89.00),
    (11, 'Rain cover for backpacks', 'Backpacks', 19.90),
    (12, 'Dry bag, 10 l', 'Backpacks', 17.50),
    (13, 'Trekking poles, carbon', 'Hiking', 119.00),
    (14, 'Hiking boots "Alta", women', 'Hiking', 199.00),
    (15, 'Hiking boots "Alta", men', 'Hiking', 199.00),
    (16, 'Approach shoes', 'Hiking', 139.00),
    (17, 'Merino socks, 2 pairs', 'Hiking', 29.90),
    (18, 'Gaiters', 'Hiking', 34.90),
    (19, 'Rain jacket, 3 layers', 'Clothing', 249.00),
    (20, 'Fleece jacket', 'Clothing', 89.90),
    (21, 'Merino base layer', 'Clothing', 74.90),
    (22, 'Softshell trousers', 'Clothing', 119.00),
    (23, 'Down vest', 'Clothing', 129.00),
    (24, 'Wool beanie', 'Clothing', 24.90),
    (25, 'Gloves, windproof', 'Clothing', 39.90),
    (26, 'Climbing rope, 60 m', 'Climbing', 159.00),
    (27, 'Harness', 'Climbing', 64.90),
    (28, 'Climbing helmet', 'Climbing', 69.90),
    (29, 'Quickdraw set of 6', 'Climbing', 84.00),
    (30, 'Chalk bag & chalk', 'Climbing', 22.90),
    (31, 'Water filter', 'Accessories', 49.90),
    (32, 'Insulated bottle, 1 l', 'Accessories', 34.90),
    (33, 'First-aid kit', 'Accessories', 29.90),
    (34, 'Multi-tool', 'Accessories', 64.90),
    (35, 'Map case', 'Accessories', 14.90),
    (36, 'Compass', 'Accessories', 32.00),
    (37, 'GPS watch', 'Electronics', 349.00),
    (38, 'Power bank, 20 Ah', 'Electronics', 59.90),
    (39, 'Solar panel, 14 W', 'Electronics', 99.00),
    (40, 'Avalanche transceiver', 'Electronics', 299.00)
) AS range (id, name, category, price)
ON CONFLICT DO NOTHING;

INSERT INTO customers (id, name, email, city, created_at, updated_at)
SELECT id,
       first_name || ' ' || last_name,
       lower(first_name || '.' || last_name || '.' || id || '@example.com'),
       city,
       date_trunc('day', now()) - (id % 700 + 61) * interval '1 day',
       date_trunc('day', now()) - (id % 60 + 1) * interval '1 day'
FROM (
    SELECT id,
           (ARRAY['Anna', 'Ben', 'Chiara', 'David', 'Elif', 'Finn', 'Greta', 'Hugo', 'Ines', 'Jonas',
                  'Katja', 'Liam', 'Maria', 'Noah', 'Olga', 'Paul', 'Rosa', 'Samir', 'Tess', 'Victor'])
               [1 + id % 20] AS first_name,
           (ARRAY['Almeida', 'Bauer', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Hansen', 'Ivanova',
                  'Jansen', 'Kaya', 'Lindberg', 'Moreau', 'Novak', 'Olsen', 'Petrov', 'Rossi'])
               [1 + id % 17] AS last_name,
           (ARRAY['Amsterdam', 'Berlin', 'Bern', 'Copenhagen', 'Grenoble', 'Innsbruck', 'Lisbon', 'Lyon',
                  'Munich', 'Oslo', 'Turin'])
               [1 + id % 11] AS city
    FROM generate_series(1, 240) AS id
) AS people
ON CONFLICT DO NOTHING;

-- 36 to 60 orders a day, more at weekends, between 06:00 and 22:00 UTC; every 23rd is cancelled.
INSERT INTO orders (id, customer_id, status, created_at, updated_at)
SELECT id,
       1 + (id * 7919 % 240)::integer,
       CASE
           WHEN id % 23 = 0 THEN 'cancelled'
           WHEN created_at < now() - interval '5 days' THEN 'delivered'
           WHEN created_at < now() - interval '2 days' THEN 'shipped'
           ELSE 'paid'
       END,
       created_at,
       least(now(), created_at + (id % 5) * interval '11 hours')
FROM (
    SELECT (60 - age) * 100 + n AS id,
           day + interval '6 hours' + ((n * 6151 + age * 3571) % 57600) * interval '1 second' AS created_at
    FROM generate_series(0, 60) AS age
    CROSS JOIN LATERAL (
        SELECT (date_trunc('day', now() AT TIME ZONE 'UTC') - age * interval '1 day') AT TIME ZONE 'UTC' AS day
    ) AS calendar
    CROSS JOIN LATERAL generate_series(
        1,
        36 + (age * 31 % 13) + CASE WHEN extract(isodow FROM day AT TIME ZONE 'UTC') >= 6 THEN 12 ELSE 0 END
    ) AS n
) AS calendar
WHERE created_at <= now()
ON CONFLICT DO NOTHING;

-- And 1,500 orders of the two months before last year's today, which are due for the archive.
INSERT INTO orders (id, customer_id, status, created_at, updated_at)
SELECT id,
       1 + (id * 7919 % 240)::integer,
       CASE WHEN id % 23 = 0 THEN 'cancelled' ELSE 'delivered' END,
       created_at,
       created_at + interval '3 days'
FROM (
    SELECT 100000 + n AS id,
           date_trunc('day', now()) - interval '1 year 2 days' - n * interval '57 minutes' AS created_at
    FROM generate_series(1, 1500) AS n
) AS old
ON CONFLICT DO NOTHING;

-- One to four items an order; the product of two even distributions makes some products sell far better than others.
INSERT INTO order_items (order_id, position, product_id, quantity, unit_price)
SELECT item.order_id, item.position, p.id, item.quantity, p.price
FROM (
    SELECT o.id AS order_id,
           n AS position,
           1 + ((o.id * 13 + n * 17) % 40 * ((o.id * 7 + o.id / 40 + n * 29) % 40) / 40 * 27 % 40)::integer AS product_id,
           1 + ((o.id + n) % 7 / 5)::integer AS quantity
    FROM orders o
    CROSS JOIN LATERAL generate_series(1, 1 + (o.id * 29 % 4)::integer) AS n
) AS item
JOIN products p ON p.id = item.product_id
ON CONFLICT DO NOTHING;

ANALYZE;
